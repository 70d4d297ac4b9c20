// log: error
import http from 'k6/http';
